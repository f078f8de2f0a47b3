import { findProduct } from './stock.js';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => escapes[character]);
const money = (amount) => `€ ${amount.toFixed(2)}`;

function page(title, current, content) {
  const link = (path, name) => `<a href="${path}"${path === current ? ' aria-current="page"' : ''}>${name}</a>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escape(title)} - Corner Shop</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <p class="name">Corner Shop</p>
      <nav aria-label="Pages">${link('/', 'Home')} ${link('/orders', 'Orders')} ${link('/prices', 'Prices')}</nav>
    </header>
    <main>
      <h1>${escape(title)}</h1>
      ${content}
    </main>
  </body>
</html>
`;
}

export const homePage = (products) =>
  page(
    'What we sell today',
    '/',
    `<ul class="products">
        ${products.map(({ name, price }) => `<li><span>${escape(name)}</span> <strong>${money(price)}</strong></li>`).join('\n        ')}
      </ul>`,
  );

export const ordersPage = (orders) =>
  page(
    'Orders',
    '/orders',
    `<table>
        <caption>Orders of today</caption>
        <thead><tr><th scope="col">Number</th><th scope="col">Customer</th><th scope="col">Wants</th><th scope="col">State</th></tr></thead>
        <tbody>
          ${orders.map(orderRow).join('\n          ')}
        </tbody>
      </table>`,
  );

const orderRow = ({ number, customer, lines, ready }) =>
  `<tr><th scope="row">${number}</th><td>${escape(customer)}</td><td>${lines
    .map(([id, count]) => `${count} &times; ${escape(findProduct(id).name)}`)
    .join(', ')}</td><td>${ready ? 'Ready' : 'To prepare'}</td></tr>`;

export const pricesPage = (products, problem) =>
  page(
    'Prices',
    '/prices',
    `${problem ? `<p class="problem" role="alert">${escape(problem)}</p>` : '<p>What the manager decides here, customers pay at once.</p>'}
      <ul class="products">
        ${products.map(priceForm).join('\n        ')}
      </ul>`,
  );

const priceForm = ({ id, name, price }) =>
  `<li><form method="post" action="/prices">
          <input type="hidden" name="id" value="${escape(id)}">
          <label for="price-${escape(id)}">${escape(name)}, in euros</label>
          <input id="price-${escape(id)}" name="price" type="number" min="0.01" step="0.01" value="${price.toFixed(2)}" required>
          <button>Save</button>
        </form></li>`;

export const notFoundPage = () =>
  page('Not here', '', '<p>There is no such page. <a href="/">Back to the shop</a></p>');
