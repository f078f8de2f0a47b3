/**
 * How a person gets from the editor to the provider and back, by the names of `sso.json` and the settings.
 *
 * - `loopback`: the browser comes back to a port of this machine (RFC 8252, 7.3).
 * - `uriHandler`: the browser hands an address of the editor's own scheme to the editor (RFC 8252, 7.1).
 * - `pastedUrl`: the person pastes the address that the browser ended at.
 * - `deviceCode`: the person types a code into the provider's page, on whatever device (RFC 8628).
 */
export const signInFlows = ['loopback', 'uriHandler', 'pastedUrl', 'deviceCode'] as const;

export type SignInFlow = (typeof signInFlows)[number];
