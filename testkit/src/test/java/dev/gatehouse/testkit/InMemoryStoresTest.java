package dev.gatehouse.testkit;

import dev.gatehouse.core.store.Stores;

class InMemoryStoresTest implements StoresContract {
  private final Stores stores = new InMemoryStores();

  @Override
  public Stores stores() {
    return stores;
  }
}
