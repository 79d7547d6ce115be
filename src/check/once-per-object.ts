/** The same derivation, made once an object: many rules ask the same question of the same graph or tensor. */
export function oncePerObject<K extends object, T>(derive: (key: K) => T): (key: K) => T {
  const results = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known.value;
    const value = derive(key);
    results.set(key, { value });
    return value;
  };
}
