// @ts-check
// The checksums of seed phrases and of exported keys, without crypto.subtle, which plain http pages lack.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** FIPS 180-4, of a message of one block: at most 55 bytes. @param {bigint} message @param {number} size in bytes */
export function sha256(message, size) {
  const block = (((message << 1n) | 1n) << BigInt(511 - 8 * size)) | BigInt(8 * size);
  /** @type {number[]} */
  const words = [];
  /** @type {number[]} */
  const primes = [];
  for (let number = 2; primes.length < 64; number++) if (primes.every((prime) => number % prime)) primes.push(number);
  const initial = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
  let state = initial;
  primes.forEach((prime, round) => {
    const [near, far] = [words[round - 2], words[round - 15]];
    words.push(
      round < 16
        ? Number(BigInt.asIntN(32, block >> BigInt(480 - 32 * round)))
        : (words[round - 16] + words[round - 7] + (turned(far, 7, 18) ^ (far >>> 3)) + (turned(near, 17, 19) ^ (near >>> 10))) | 0,
    );
    const [a, b, c, d, e, f, g, h] = state;
    const added = h + turned(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + fraction(prime ** (1 / 3)) + words[round];
    state = [(added + turned(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0, a, b, c, (d + added) | 0, e, f, g];
  });
  return initial.reduce((hash, word, place) => (hash << 32n) | BigInt((word + state[place]) >>> 0), 0n);
}

/** The first 32 bits behind the point. @param {number} root */
function fraction(root) {
  return ((root % 1) * 2 ** 32) | 0;
}

/** A word turned right by each of some numbers of bits. @param {number} word @param {...number} turns */
function turned(word, ...turns) {
  return turns.reduce((mixed, turn) => mixed ^ ((word >>> turn) | (word << (32 - turn))), 0);
}

/** @param {(number | undefined)[]} digits @param {bigint} base */
function numberOf(digits, base) {
  return digits.reduce((sum, digit = 0) => sum * base + BigInt(digit), 0n);
}

/** Base58Check. @param {string} key of Base58's characters, the first no 1 */
export function isKeyChecked(key) {
  const number = numberOf([...key].map((char) => BASE58.indexOf(char)), 58n);
  const payload = number >> 32n;
  const size = Math.ceil(payload.toString(16).length / 2);
  return sha256(sha256(payload, size), 32) >> 224n === BigInt.asUintN(32, number);
}

/** BIP-39: eleven bits a word, of which the last of each 33 are the checksum. @param {(number | undefined)[]} numbers */
export function isPhraseChecked(numbers) {
  if (!isPhraseLength(numbers.length) || numbers.includes(undefined)) return false;
  const bits = numbers.length / 3;
  const number = numberOf(numbers, 2048n);
  return sha256(number >> BigInt(bits), bits * 4) >> BigInt(256 - bits) === BigInt.asUintN(bits, number);
}

/** @param {number} length */
export function isPhraseLength(length) {
  return length % 3 === 0 && length > 11 && length < 25;
}
