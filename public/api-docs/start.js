// Shows the API's document. Nothing is fetched from, or told to, any other host.
window.SwaggerUIBundle?.({
  url: '/api/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  // One opens what one looks for: there are more than a page should hold.
  docExpansion: 'none',
  displayRequestDuration: true,
  // Else every document would be sent to a validator on the internet.
  validatorUrl: null,
});
