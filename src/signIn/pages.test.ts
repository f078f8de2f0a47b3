import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { alreadyDonePage, failedPage, finishingPage, notExpectedPage, safeHeaders, signedInPage } from './pages.ts';

describe('pages of the loopback listener', () => {
  const pages = [
    signedInPage('Alice'),
    failedPage('No.', 'Try.', 'Words.'),
    finishingPage(),
    alreadyDonePage(),
    notExpectedPage(),
  ];

  it('C21 need nothing from outside, name their language and title, and follow light and dark', () => {
    for (const page of pages) {
      assert.match(page, /^<!doctype html><html lang="en"><head>.*<title>[^<]+ - SSO Toolkit<\/title>/s);
      assert.match(page, /color-scheme:light dark/);
      assert.match(page, /role="(status|alert)"/);
      assert.doesNotMatch(page, /<script|<link|<img|<iframe|url\(|https?:|@import/);
    }
  });

  it('C21 carry just the style that their policy allows', () => {
    for (const page of pages) {
      const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      assert.ok(safeHeaders['Content-Security-Policy']?.includes(`style-src 'sha256-${hash}'`));
      assert.doesNotMatch(page, /style="/);
    }
  });

  it('C22 T7 escape and shorten foreign text', () => {
    const hostile = `<script>alert(1)</script>"'&${'x'.repeat(100_000)}`;
    for (const page of [signedInPage(hostile.slice(0, 100)), failedPage('No.', undefined, hostile)]) {
      assert.doesNotMatch(page, /<script/);
      assert.match(page, /&#60;script&#62;/);
    }
    assert.ok(failedPage('No.', undefined, hostile).length < 5_000);
  });
});
