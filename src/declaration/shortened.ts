/** A name as it is shown in a sentence; names may be as long as the file. */
export const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);
