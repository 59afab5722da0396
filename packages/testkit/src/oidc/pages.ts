/** The provider's sign-in page: one field, because the account decides everything that is tested. */
export function signInPage(uid: string, hint: string, problem: string | undefined): string {
  return page(
    'Test provider',
    `<h1>Sign in at the test provider</h1>
${problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="/interaction/${escapeHtml(uid)}">
<p><label>Account <input name="account" value="${escapeHtml(hint)}" autocomplete="off"></label></p>
<p><button name="do" value="sign-in">Sign in</button> <button name="do" value="cancel">Cancel</button></p>
</form>`,
  );
}

/** What the provider says when it cannot send the person back. */
export function errorPage(error: string): string {
  return page('Test provider', `<h1>The test provider refuses</h1><p>${escapeHtml(error)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<link rel="icon" href="data:,"></head><body><main>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
