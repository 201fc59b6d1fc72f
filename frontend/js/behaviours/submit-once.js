// A form that is sent once, however often its button is pressed; after Back it can be sent again.

export function submitOnce(form, view = window) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  view.addEventListener("pageshow", () => { sent = false; });
}
