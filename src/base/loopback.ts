/** True for the host names that never leave the machine: `localhost`, names below it, 127.0.0.0/8 and `[::1]` (RFC 6761, 6.3; RFC 8252, 7.3). */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase();
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '::1' || isLoopbackV4(host)
  );
}

const isLoopbackV4 = (host: string): boolean =>
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) && host.split('.').every((part) => Number(part) <= 255);
