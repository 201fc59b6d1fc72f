"""What is decided about messages, security cases, the status and audiences without looking anything up."""
