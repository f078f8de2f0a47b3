import { isRecord } from '../base/foreign.ts';
import type { RowSubject } from '../views/row.ts';

/**
 * What a command was called on: a row of a view, a CodeLens, or nothing. Anything can call a command with anything,
 * so the argument is read, never trusted.
 */
export function subjectOf(argument: unknown): RowSubject | undefined {
  const candidate = isRecord(argument) && isRecord(argument['subject']) ? argument['subject'] : argument;
  if (!isRecord(candidate)) return undefined;
  const { kind, application, environment, group, person, session, text } = candidate;
  if (kind === 'application' && typeof application === 'string') return { kind, application };
  if (kind === 'environment' && typeof environment === 'string') return { kind, environment };
  if (kind === 'session' && typeof session === 'string') return { kind, session };
  if (kind === 'group' && typeof group === 'string') return { kind, group };
  if (kind === 'text' && typeof text === 'string') return { kind, text };
  if (kind === 'person' && typeof person === 'string') {
    return typeof application === 'string' ? { kind, person, application } : { kind, person };
  }
  return undefined;
}

export function applicationOf(argument: unknown): string | undefined {
  const subject = subjectOf(argument);
  return subject && 'application' in subject ? subject.application : undefined;
}

export function personOf(argument: unknown): string | undefined {
  const subject = subjectOf(argument);
  return subject?.kind === 'person' ? subject.person : undefined;
}

export function environmentNamed(argument: unknown): string | undefined {
  const subject = subjectOf(argument);
  return subject?.kind === 'environment' ? subject.environment : undefined;
}

export function sessionOf(argument: unknown): string | undefined {
  const subject = subjectOf(argument);
  return subject?.kind === 'session' ? subject.session : undefined;
}
