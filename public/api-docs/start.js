// Shows the API's document. Nothing is fetched from, or told to, any other host.
window.SwaggerUIBundle?.({
  url: '/api/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  displayRequestDuration: true,
  // Else every document would be sent to a validator on the internet.
  validatorUrl: null,
});
