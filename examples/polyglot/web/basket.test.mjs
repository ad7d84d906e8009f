import assert from 'node:assert/strict';
import test from 'node:test';
import { Basket } from './basket.mjs';

test('a new basket is empty', () => {
  assert.equal(new Basket().size, 0);
});

test('the same item twice counts twice', () => {
  const basket = new Basket();
  basket.add('book');
  basket.add('book', 2);
  assert.equal(basket.size, 3);
});
