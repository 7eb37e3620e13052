// @ts-check
// The checksums of seed phrases and of exported keys, without crypto.subtle, which plain http pages lack.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** @type {number[]} */
const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number++) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);

/** FIPS 180-4, of one block. @param {number[]} bytes at most 55 */
export function sha256(bytes) {
  const words = Array(64).fill(0);
  [...bytes, 128].forEach((byte, place) => (words[place >> 2] |= byte << (24 - (place % 4) * 8)));
  words[15] = bytes.length * 8;
  const initial = PRIMES.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
  let state = initial;
  PRIMES.forEach((prime, round) => {
    if (round > 15) {
      const [near, far] = [words[round - 2], words[round - 15]];
      words[round] =
        (words[round - 16] +
          words[round - 7] +
          (turned(far, 7, 18) ^ (far >>> 3)) +
          (turned(near, 17, 19) ^ (near >>> 10))) |
        0;
    }
    const [a, b, c, d, e, f, g, h] = state;
    const added = h + (turned(e, 6, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + fraction(prime ** (1 / 3)) + words[round];
    const mixed = (turned(a, 2, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    state = [(added + mixed) | 0, a, b, c, (d + added) | 0, e, f, g];
  });
  return initial.flatMap((word, place) => [24, 16, 8, 0].map((shift) => ((word + state[place]) >> shift) & 255));
}

/** The first 32 bits behind the point. @param {number} root */
function fraction(root) {
  return ((root % 1) * 2 ** 32) | 0;
}

/** A word turned right, by each of some numbers of bits. @param {number} word @param {...number} turns */
function turned(word, ...turns) {
  return turns.reduce((mixed, turn) => mixed ^ ((word >>> turn) | (word << (32 - turn))), 0);
}

/** Base58Check. @param {string} key of Base58's characters, the first no 1 */
export function isKeyChecked(key) {
  const number = [...key].reduce((sum, char) => sum * 58n + BigInt(BASE58.indexOf(char)), 0n);
  const bytes = (number.toString(16).match(/..?(?=(..)*$)/g) ?? []).map((digits) => parseInt(digits, 16));
  return sha256(sha256(bytes.slice(0, -4))).slice(0, 4).join() === bytes.slice(-4).join();
}

/** BIP-39: eleven bits a word, of which the last of each 33 are the checksum. @param {(number | undefined)[]} numbers */
export function isPhraseChecked(numbers) {
  if (!isPhraseLength(numbers.length) || numbers.includes(undefined)) return false;
  const bits = numbers.map((number) => binary(number, 11)).join("");
  const length = numbers.length / 3;
  const bytes = (bits.slice(0, -length).match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  return bits.endsWith(binary(sha256(bytes)[0], 8).slice(0, length));
}

/** @param {number} length */
export function isPhraseLength(length) {
  return length % 3 === 0 && length > 11 && length < 25;
}

/** @param {number | undefined} number @param {number} length */
function binary(number = 0, length) {
  return number.toString(2).padStart(length, "0");
}
