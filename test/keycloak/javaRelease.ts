/** The number by which people call a Java, from what `java -version` says; undefined for what is no such text. */
export function javaRelease(said: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  return first === undefined ? undefined : Number(first === '1' ? second : first); // Java 8 calls itself 1.8
}
