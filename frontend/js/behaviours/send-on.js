// A form that only has to be sent on: sent at once, so that nobody presses a button twice for one thing.

export function sendOn(form) {
  form.submit();
}
