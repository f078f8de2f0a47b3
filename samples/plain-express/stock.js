/** What the shop sells and what was ordered today. It lives in memory: a restart begins anew. */

export const products = [
  { id: 'tea', name: 'Green tea', price: 4.5 },
  { id: 'coffee', name: 'Coffee beans', price: 8.9 },
  { id: 'honey', name: 'Forest honey', price: 6.2 },
  { id: 'bread', name: 'Rye bread', price: 3.8 },
];

export const orders = [
  {
    number: 1041,
    customer: 'Nadia Weiss',
    lines: [
      ['tea', 2],
      ['honey', 1],
    ],
    ready: true,
  },
  { number: 1042, customer: 'Omar Haddad', lines: [['coffee', 1]], ready: false },
  {
    number: 1043,
    customer: 'Petra Lind',
    lines: [
      ['bread', 3],
      ['tea', 1],
    ],
    ready: false,
  },
];

export const findProduct = (id) => products.find((product) => product.id === id);
