// What the customer has put into the basket.
export class Basket {
  #items = new Map();

  add(item, count = 1) {
    this.#items.set(item, (this.#items.get(item) ?? 0) + count);
  }

  get size() {
    let size = 0;
    for (const count of this.#items.values()) size += count;
    return size;
  }
}
