/** A function that does its work on the first call and gives the same promise, kept or broken, ever after. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let promise: Promise<T> | undefined;
  return () => (promise ??= work());
}

/** Like `once`, for work that depends on a key: each key's work is done once. */
export function oncePerKey<K, T>(work: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const promises = new Map<K, Promise<T>>();
  return (key) => {
    const known = promises.get(key);
    if (known !== undefined) return known;
    const promise = work(key);
    promises.set(key, promise);
    return promise;
  };
}
