import type { DeclaredApplication } from '../model/application.ts';
import { visible } from '../base/visible.ts';

/** What people call an application: its name, or its key where it has none. Comes from `sso.json`, so nothing in it hides. */
export const applicationName = ({ key, fields }: Pick<DeclaredApplication, 'key' | 'fields'>): string =>
  visible(fields.name ?? key);
