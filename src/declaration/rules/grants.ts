import { addTo, renameOrRemove, replaceByNearest } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { error, groupsSaid } from './walk.ts';

/** A grant names a declared application. */
export const grantedApplications: Rule = function* ({ file, names }) {
  for (const { path, fields } of groupsSaid(file)) {
    const { grants = {} } = fields;
    for (const application of Object.keys(grants)) {
      if (names.applications.has(application)) continue;
      yield error({
        code: 'grant.applicationUnknown',
        message: `No application "${shortened(application)}" is declared, so nothing can be granted in it.`,
        path: [...path, 'grants', application],
        on: 'key',
        remedy: () => renameOrRemove(application, names.applications, grants),
      });
    }
  }
};

/** A grant names roles that its application defines, for any environment. */
export const grantedRoles: Rule = function* ({ file }) {
  for (const { path, fields } of groupsSaid(file)) {
    for (const [key, roles] of Object.entries(fields.grants ?? {})) {
      const application = file.applications?.[key];
      if (!application) continue;
      const own = application.roles;
      const known = new Set(
        [application, ...Object.values(application.in ?? {})].flatMap((said) => Object.keys(said.roles ?? {})),
      );
      for (const [index, role] of roles.entries()) {
        if (known.has(role)) continue;
        yield error({
          code: 'grant.roleUnknown',
          message: `The application "${shortened(key)}" has no role "${shortened(role)}".`,
          path: [...path, 'grants', key, index],
          on: 'value',
          remedy: () =>
            replaceByNearest(role, known) ??
            addTo(['applications', key], 'roles', own !== undefined, [role, ''], `Add the role "${shortened(role)}"`),
        });
      }
    }
  }
};
