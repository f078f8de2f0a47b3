import express from 'express';
import { findProduct, orders, products } from './stock.js';
import { homePage, notFoundPage, ordersPage, pricesPage } from './pages.js';

const app = express();
const port = process.env.PORT ?? 3000;

app.disable('x-powered-by');
app.use(express.static('public'));
app.use(express.urlencoded({ extended: false }));

app.get('/', (request, response) => {
  response.send(homePage(products));
});

app.get('/orders', (request, response) => {
  response.send(ordersPage(orders));
});

app.get('/prices', (request, response) => {
  response.send(pricesPage(products));
});

app.post('/prices', (request, response) => {
  const { id, price } = request.body ?? {};
  const product = findProduct(id);
  const amount = Number(price);
  if (!product || !Number.isFinite(amount) || amount <= 0) {
    response.status(400).send(pricesPage(products, 'Please give a price above zero.'));
    return;
  }
  product.price = Math.round(amount * 100) / 100;
  response.redirect(303, '/prices');
});

app.use((request, response) => {
  response.status(404).send(notFoundPage());
});

const server = app.listen(port, (error) => {
  if (error) throw error;
  console.log(`The shop is open at http://localhost:${server.address().port}`);
});
