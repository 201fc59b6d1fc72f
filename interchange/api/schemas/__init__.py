"""What the API sends and takes: the shapes that its description (OpenAPI) publishes."""
