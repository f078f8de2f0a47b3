import { declarationFile } from './names.ts';
import { needFolder, needTrust } from './trust.ts';
import { discoverProject, type FoundProject } from '../declaration/discoverProject.ts';
import { firstDeclaration } from '../declaration/firstFile.ts';
import type { Of, Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'files' | 'workspace'> & Of<'documents', 'open'> & Of<'reader', 'declare' | 'refresh'>;

/** *SSO: Declare Applications*. Writes a first `sso.json` from what is found here, and opens it. Never replaces one. */
export async function declare({ ask, documents, files, reader, workspace }: Deps): Promise<void> {
  needFolder(workspace);
  if ((await files.read(declarationFile)) === undefined) {
    needTrust(workspace);
    const found = await completed(await discoverProject(files), ask);
    if (!found) return;
    const text = firstDeclaration(found);
    await files.write(declarationFile, text);
    reader.declare(text);
    await reader.refresh(new AbortController().signal);
  }
  await documents.open(declarationFile);
}

/** Asks only for what could not be found. Undefined when the person gave up. */
async function completed(found: FoundProject, ask: Parts['ask']): Promise<FoundProject | undefined> {
  let { name, port } = found;
  if (name === undefined) {
    name = await ask.text('Declare Applications (name)', {
      prompt: 'No package.json with a name was found here. What is your application called?',
      placeholder: 'Shop',
      problem: (text) => (text.trim() === '' ? 'A name has at least one letter' : undefined),
    });
    if (name === undefined) return undefined;
  }
  if (port === undefined) {
    const answer = await ask.text('Declare Applications (port)', {
      prompt: `On which port of localhost does ${name} run while you develop it?`,
      value: '3000',
      problem: portProblem,
    });
    if (answer === undefined) return undefined;
    port = Number(answer);
  }
  return { ...found, name, port };
}

const portProblem = (text: string): string | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
    ? undefined
    : 'A port is a number from 1 to 65535';
