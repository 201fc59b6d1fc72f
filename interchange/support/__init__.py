"""Messages between centres and the awarding body, security cases, the status of the service, and guides to download."""
