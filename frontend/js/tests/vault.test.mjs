import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { Vault } from "../grid/vault.js";

/** A store in memory that counts its writes. */
function memory() {
  const areas = { keys: new Map(), work: new Map() };
  return {
    areas, puts: 0,
    get: async (area, name) => areas[area].get(name),
    async put(area, name, value) { this.puts += 1; areas[area].set(name, value); },
    remove: async (area, name) => { areas[area].delete(name); },
  };
}
const ENTRIES = [{ number: "0001", version: 3, values: { mark: "54" } }];

test("work is read back by the same person on the same sheet, and by no other", async () => {
  const store = memory();
  await new Vault("sheet-ann", store, webcrypto).write(ENTRIES);
  assert.deepEqual(await new Vault("sheet-ann", store, webcrypto).read(), ENTRIES);
  assert.deepEqual(await new Vault("sheet-ben", store, webcrypto).read(), []);
});

test("nothing readable is stored, and the key cannot be taken out", async () => {
  const store = memory();
  await new Vault("sheet-ann", store, webcrypto).write(ENTRIES);
  const { data, iv } = store.areas.work.get("sheet-ann");
  const bytes = Buffer.concat([Buffer.from(iv), Buffer.from(data)]).toString("latin1");
  assert.ok(!bytes.includes("0001") && !bytes.includes("mark"));
  const key = store.areas.keys.get("sheet-ann");
  assert.equal(key.extractable, false);
  await assert.rejects(webcrypto.subtle.exportKey("raw", key));
});

test("no unsent work leaves no record", async () => {
  const store = memory();
  const vault = new Vault("sheet-ann", store, webcrypto);
  await vault.write(ENTRIES);
  await vault.write([]);
  assert.equal(store.areas.work.size, 0);
});

test("the last of many writes wins, and those between may be left out", async () => {
  const store = memory();
  const vault = new Vault("sheet-ann", store, webcrypto);
  await Promise.all(Array.from({ length: 50 }, (_, place) => vault.write([{ number: String(place) }])));
  assert.deepEqual(await vault.read(), [{ number: "49" }]);
  assert.ok(store.puts < 10, `${store.puts} writes`);
});

test("what cannot be read any more counts as nothing kept", async () => {
  const store = memory();
  await new Vault("sheet-ann", store, webcrypto).write(ENTRIES);
  store.areas.keys.set("sheet-ann", await webcrypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  assert.deepEqual(await new Vault("sheet-ann", store, webcrypto).read(), []);
});

test("without the browser's database or cryptography it keeps nothing, and says so", async () => {
  assert.equal(new Vault("x", null, webcrypto).works, false);
  assert.equal(new Vault("x", memory(), {}).works, false);
  assert.deepEqual(await new Vault("x", null, webcrypto).read(), []);
});
