package dev.gatehouse.testkit;

import dev.gatehouse.core.identity.KeyStore;

class InMemoryKeyStoreTest implements KeyStoreContract {
  @Override
  public KeyStore keyStore() {
    return new InMemoryKeyStore();
  }
}
