// @ts-check
// The checksum of seed phrases, without crypto.subtle, which plain http pages lack.

/** @type {number[]} */
const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number++) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);

/** The first 32 bits behind the point of the primes' roots. @param {number} power */
const rootsOf = (power) => PRIMES.map((prime) => ((prime ** power % 1) * 2 ** 32) | 0);
const SQUARE_ROOTS = rootsOf(1 / 2).slice(0, 8);
const CUBE_ROOTS = rootsOf(1 / 3);

/** FIPS 180-4. @param {number[]} words a message of one block, padded; the schedule is added to them */
export function sha256(words) {
  /** @param {number} word @param {...number} turns */
  const turned = (word, ...turns) => turns.reduce((mixed, turn) => mixed ^ (word >>> turn) ^ (word << (32 - turn)), 0);
  let state = SQUARE_ROOTS;
  CUBE_ROOTS.forEach((root, round) => {
    const [a, b, c, d, e, f, g, h] = state;
    const added = h + turned(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + root + words[round];
    state = [(added + turned(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0, a, b, c, (d + added) | 0, e, f, g];
    const [near, far] = [words[round + 14], words[round + 1]];
    const mixed = turned(near, 17, 19) ^ (near >>> 10);
    words.push((words[round] + words[round + 9] + mixed + (turned(far, 7, 18) ^ (far >>> 3))) | 0);
  });
  return state.map((word, place) => (word + SQUARE_ROOTS[place]) >>> 0);
}

/** BIP-39: of each 33 bits the last is of the checksum. @param {string} bits eleven a word */
export function isChecked(bits) {
  const size = (bits.length / 33) * 32;
  /** @param {number} number */
  const binary = (number) => number.toString(2).padStart(32, "0");
  const block = (bits.slice(0, size) + "1").padEnd(480, "0") + binary(size);
  const words = (block.match(/.{32}/g) ?? []).map((word) => parseInt(word, 2) | 0);
  return binary(sha256(words)[0]).startsWith(bits.slice(size));
}
