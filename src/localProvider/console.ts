export const runConsole = (_options: unknown): Promise<number> => Promise.resolve(1);
