/** How a person gets from the editor to the provider and back, by the names of `sso.json` and the settings. */
export type SignInFlow =
  /** The browser comes back to a port of this machine (RFC 8252, 7.3). */
  | 'loopback'
  /** The browser hands an address of the editor's own scheme to the editor (RFC 8252, 7.1). */
  | 'uriHandler'
  /** The person pastes the address that the browser ended at. */
  | 'pastedUrl'
  /** The person types a code into the provider's page, on whatever device (RFC 8628). */
  | 'deviceCode';
