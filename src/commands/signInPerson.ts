import type { SignInPerson } from '../signIn/request.ts';
import type { Parts } from './parts.ts';

/** A provider that passes on the code of another one would be signed in there as the person. */
const foreignPage = ({ page, provider }: { readonly page: string; readonly provider: string }): string =>
  `The page for the code is at ${page}, which is not ${provider}. Some large providers do that. But a provider can also pass on a code that it got from ${page}: whoever types it in there signs that provider in with an own account. Continue only if you know that ${provider} uses ${page}.`;

/** The person behind a sign-in, asked through the editor. `report` writes the line below the title of the progress. */
export function signInPerson(
  { ask, browser, clipboard }: Pick<Parts, 'ask' | 'browser' | 'clipboard'>,
  report: (step: string) => void,
): SignInPerson {
  return {
    async showCode({ userCode, verificationUri, verificationUriComplete, elsewhere }) {
      if (
        elsewhere &&
        !(await ask.confirm(
          `Type a code of ${elsewhere.provider} at ${elsewhere.page}?`,
          foreignPage(elsewhere),
          'Continue',
        ))
      ) {
        return false;
      }
      const agreed = await ask.confirm(
        `Your code: ${userCode}`,
        `Open ${verificationUri} on any device and type the code there. Do so only because you are signing in here yourself: whoever gets a code typed in by somebody else is signed in as them.`,
        'Copy Code and Open Page',
      );
      if (!agreed) return false;
      report(`Type ${userCode} at ${verificationUri}`);
      // neither is needed: code and address stay before the person's eyes, and another device will do
      await clipboard.write(userCode).catch(() => undefined);
      await browser.open(verificationUriComplete ?? verificationUri).catch(() => false);
      return true;
    },

    pastedAddress: (problem, signal) =>
      ask.text('Sign In by Pasting the Address', {
        prompt:
          'Sign in in the browser. It ends at a page that does not load: paste the whole address of that page here. The code in it alone will do too: it is worth nothing outside of this sign-in (PKCE).',
        placeholder: 'http://127.0.0.1/callback?code=…&state=…',
        problem,
        signal,
      }),

    step: report,
  };
}
