import type { ApplicationType, ClientAuthentication, DeclaredApplication } from '../model/application.ts';

/** What `sso.json` has to say about the application so that the generated code works; the names are those of the file. */
export interface DeclarationNeeds {
  readonly type: ApplicationType;
  readonly clientAuthentication: ClientAuthentication;
  readonly redirectPaths: readonly string[];
  readonly postLogoutPaths: readonly string[];
  /** Roles to be added, with what they mean. Empty where the application has roles of its own. */
  readonly roles: Readonly<Record<string, string>>;
}

/** To be added to what is declared; nothing of it replaces what stands there. */
export function declarationNeeds(application: DeclaredApplication): DeclarationNeeds {
  const hasRoles = (application.fields.roles ?? []).length > 0;
  return {
    type: 'web',
    clientAuthentication: 'secret',
    redirectPaths: ['/auth/callback'],
    postLogoutPaths: ['/'],
    roles: hasRoles ? {} : { [guardRole(application)]: 'Sees the guarded pages' },
  };
}

/** The role that guards the first page: `manager` or `admin` where there is one, else the last that is declared. */
export function guardRole({ fields }: DeclaredApplication): string {
  const roles = fields.roles ?? [];
  return ['manager', 'admin'].find((name) => roles.includes(name)) ?? roles.at(-1) ?? 'manager';
}
