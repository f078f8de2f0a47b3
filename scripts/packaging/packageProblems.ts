/** What must not, and what must, be in the package. The list says what may be in it, so that a new folder is not shipped unseen. */

/** Bytes. */
const largestPackage = 1.5 * 1024 * 1024;

/** vsce renames the documents: README.md to readme.md, LICENSE to LICENSE.txt. */
const allowed: readonly RegExp[] = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|SECURITY\.md|license\.txt)$/i,
  /^extension\/dist\/[\w-]+\.js$/,
  /^extension\/media\/[\w./-]+\.(svg|png|md|json)$/,
  /^extension\/samples\/plain-express\/[\w./-]+$/,
];

const required: readonly string[] = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.js',
  'extension/dist/localProvider.js',
  'extension/media/sso.schema.json',
];

/** Never shipped, wherever it lies: the allowed folders could hold it too. */
const forbidden: readonly RegExp[] = [
  /(^|\/)\.(?!vscode\/|gitignore$)/,
  /(^|\/)node_modules\//,
  /\.(map|pem|key|p12|pfx|jks|log|tsbuildinfo)$/,
  /\.(test|spec)\.[jt]s$/,
];

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"d"\s*:\s*"[\w-]{43,}"/;

const text = /\.(js|json|md|svg|txt|ts|xml|html|vsixmanifest)$/;

/** `projectFolder` is where it was built: a path of that machine in a file is a leak. */
export function packageProblems(
  files: ReadonlyMap<string, Buffer>,
  size: number,
  projectFolder: string,
): readonly string[] {
  const problems = required.filter((path) => !files.has(path)).map((path) => `${path} is missing`);
  if (size > largestPackage) problems.push(`it has ${String(size)} bytes, more than ${String(largestPackage)}`);
  for (const [path, content] of files) {
    if (!allowed.some((pattern) => pattern.test(path))) problems.push(`${path} is not on the list of what may ship`);
    if (forbidden.some((pattern) => pattern.test(path))) problems.push(`${path} must not ship`);
    if (text.test(path)) problems.push(...textProblems(path, content.toString(), projectFolder));
  }
  return problems;
}

function textProblems(path: string, content: string, projectFolder: string): string[] {
  const problems: string[] = [];
  if (content.includes(projectFolder)) problems.push(`${path} names the folder that it was built in`);
  if (content.includes('sourceMappingURL=')) problems.push(`${path} refers to a source map`);
  if (privateKey.test(content)) problems.push(`${path} holds a private key`);
  return problems;
}
