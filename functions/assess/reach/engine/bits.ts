const wordBits = 32;

/**
 * A set of small numbers, kept as the words between its first and its last member: sets of a few
 * neighbours cost a few words, however many numbers there are. Never changed once made.
 */
export class Bits {
  static readonly none = new Bits(0, new Uint32Array(0));

  private readonly from: number;
  private readonly words: Uint32Array;

  private constructor(from: number, words: Uint32Array) {
    this.from = from;
    this.words = words;
  }

  static of(members: readonly number[]): Bits {
    if (members.length === 0) return Bits.none;
    let [low, high] = [Number.POSITIVE_INFINITY, 0];
    for (const member of members) {
      if (member < low) low = member;
      if (member > high) high = member;
    }
    const from = low >>> 5;
    const words = new Uint32Array((high >>> 5) - from + 1);
    for (const member of members) {
      const at = (member >>> 5) - from;
      words[at] = (words[at] ?? 0) | (1 << (member & 31));
    }
    return new Bits(from, words);
  }

  /** The numbers from `first` up to, and without, `end`. */
  static range(first: number, end: number): Bits {
    if (first >= end) return Bits.none;
    const from = first >>> 5;
    const words = new Uint32Array(((end - 1) >>> 5) - from + 1).fill(0xffff_ffff);
    words[0] = (words[0] ?? 0) & (0xffff_ffff << (first & 31));
    const spare = words.length * wordBits - (end - from * wordBits);
    const last = words.length - 1;
    words[last] = (words[last] ?? 0) & (0xffff_ffff >>> spare);
    return new Bits(from, words);
  }

  static union(sets: readonly Bits[]): Bits {
    const given = sets.filter((set) => !set.isEmpty);
    const [first] = given;
    if (first === undefined) return Bits.none;
    if (given.length === 1) return first;
    let [from, end] = [first.from, first.end];
    for (const set of given) {
      from = Math.min(from, set.from);
      end = Math.max(end, set.end);
    }
    const words = new Uint32Array(end - from);
    for (const set of given) {
      for (let i = 0; i < set.words.length; i += 1) {
        const at = set.from - from + i;
        words[at] = (words[at] ?? 0) | (set.words[i] ?? 0);
      }
    }
    return new Bits(from, words);
  }

  get isEmpty(): boolean {
    return this.words.length === 0;
  }

  private get end(): number {
    return this.from + this.words.length;
  }

  has(member: number): boolean {
    const word = this.words[(member >>> 5) - this.from] ?? 0;
    return ((word >>> (member & 31)) & 1) === 1;
  }

  and(other: Bits): Bits {
    const from = Math.max(this.from, other.from);
    const end = Math.min(this.end, other.end);
    if (from >= end) return Bits.none;
    const words = new Uint32Array(end - from);
    for (let i = 0; i < words.length; i += 1) {
      words[i] =
        (this.words[from - this.from + i] ?? 0) & (other.words[from - other.from + i] ?? 0);
    }
    return trimmed(from, words, (start, kept) => new Bits(start, kept));
  }

  minus(other: Bits): Bits {
    if (!this.meets(other)) return this;
    const words = new Uint32Array(this.words.length);
    for (let i = 0; i < words.length; i += 1) {
      words[i] = (this.words[i] ?? 0) & ~(other.words[this.from - other.from + i] ?? 0);
    }
    return trimmed(this.from, words, (start, kept) => new Bits(start, kept));
  }

  /** Whether the two sets have a member in common. */
  meets(other: Bits): boolean {
    const from = Math.max(this.from, other.from);
    const end = Math.min(this.end, other.end);
    for (let word = from; word < end; word += 1) {
      const both = (this.words[word - this.from] ?? 0) & (other.words[word - other.from] ?? 0);
      if (both !== 0) return true;
    }
    return false;
  }

  get size(): number {
    let count = 0;
    for (const word of this.words) count += bitCount(word);
    return count;
  }

  /** The members in order. */
  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < this.words.length; i += 1) {
      let word = this.words[i] ?? 0;
      while (word !== 0) {
        yield (this.from + i) * wordBits + (31 - Math.clz32(word & -word));
        word &= word - 1;
      }
    }
  }

  forEach(visit: (member: number) => void): void {
    for (let i = 0; i < this.words.length; i += 1) {
      let word = this.words[i] ?? 0;
      while (word !== 0) {
        visit((this.from + i) * wordBits + (31 - Math.clz32(word & -word)));
        word &= word - 1;
      }
    }
  }
}

function trimmed(
  from: number,
  words: Uint32Array,
  make: (from: number, words: Uint32Array) => Bits,
): Bits {
  let [start, end] = [0, words.length];
  while (start < end && words[start] === 0) start += 1;
  while (end > start && words[end - 1] === 0) end -= 1;
  if (start === end) return Bits.none;
  return make(from + start, end - start === words.length ? words : words.slice(start, end));
}

function bitCount(word: number): number {
  let rest = word - ((word >>> 1) & 0x5555_5555);
  rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333);
  return (((rest + (rest >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}
