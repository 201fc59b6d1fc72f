// What the script must know of a page's HTML: whose it is, its token, and what the front door says.

/** The page as the transport needs it. */
export function aboutPage(form, forbidden) {
  return {
    forbidden,
    address: window.location.pathname,
    person: form.dataset.person,
    token: form.elements.csrfmiddlewaretoken.value,
    read: readPage,
    signInToken: (html) => parsed(html).querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
    signInError: readError,
    codeToken: readCodeToken,
  };
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** { person, token } of the grid's page, or null when it is some other page: the front door, for one. */
function readPage(html) {
  const form = parsed(html).querySelector("[data-person]");
  const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  return token ? { person: form.dataset.person, token } : null;
}

/** The token of the page that asks for a code, or null when it is some other page. */
function readCodeToken(html) {
  return parsed(html).querySelector("#code")?.form.elements.csrfmiddlewaretoken.value ?? null;
}

function readError(html) {
  return parsed(html).querySelector(".govuk-error-summary__list li, .govuk-error-message")?.textContent.trim()
    ?? "The details are not right.";
}
