/**
 * A DNS name or a pattern of names. At its front `*` stands for one or more labels, so that
 * `*.example.com` is not `example.com` itself (ClusterNetworkPolicy); within a label it stands for
 * any characters of that label, wherever it is (Cilium matchPattern).
 */
export type DnsName = { readonly pattern: string; readonly isWithinLabel?: boolean };

/** How the names behind one pattern lie to those behind another. */
export type Overlap = 'all' | 'some' | 'none';

/** The same key for the same names. */
export function keyOfName({ pattern, isWithinLabel = false }: DnsName): string {
  return isWithinLabel ? `${canonical(pattern)} (one label)` : canonical(pattern);
}

/** Whether a rule for one pattern takes in the names that another stands for. */
export function overlapOf(rule: DnsName, names: DnsName): Overlap {
  if (canonical(rule.pattern) === '*' || keyOfName(rule) === keyOfName(names)) return 'all';
  const peer = canonical(names.pattern);
  if (!peer.includes('*')) return takesIn(rule, peer) ? 'all' : 'none';
  if (isUnder(names, rule)) return 'all';
  const own = canonical(rule.pattern);
  const isMet = own.includes('*') ? canMeet(own, peer) : takesIn(names, own);
  return isMet ? 'some' : 'none';
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** A character of its own, any one character, or any number of them. */
type Token = { readonly character: string } | 'one' | 'many';

/**
 * Whether a name is one of a pattern's. It follows all ways through the pattern at once: as a regular
 * expression a pattern of many stars would try them one after the other, and never end.
 */
function takesIn({ pattern, isWithinLabel = false }: DnsName, name: string): boolean {
  const star: readonly Token[] = isWithinLabel ? ['many'] : ['one', 'many'];
  const tokens = [...canonical(pattern)].flatMap((character): readonly Token[] =>
    character === '*' ? star : [{ character }],
  );
  const wild = isWithinLabel ? /^[-a-z0-9_]$/ : /^[-a-z0-9_.]$/;
  let places = withSkipped([0], tokens);
  for (const character of name) {
    const isWild = wild.test(character);
    const next = [...places].flatMap((place) => placesAfter(place, tokens, character, isWild));
    places = withSkipped(next, tokens);
  }
  return places.has(tokens.length);
}

function placesAfter(
  place: number,
  tokens: readonly Token[],
  character: string,
  isWild: boolean,
): readonly number[] {
  const token = tokens[place];
  if (token === undefined) return [];
  if (token === 'many') return isWild ? [place] : [];
  const isTaken = token === 'one' ? isWild : token.character === character;
  return isTaken ? [place + 1] : [];
}

/** Any number of characters may be none. */
function withSkipped(places: readonly number[], tokens: readonly Token[]): ReadonlySet<number> {
  const all = new Set(places);
  for (const place of all) if (tokens[place] === 'many') all.add(place + 1);
  return all;
}

/** Whether all names of a pattern lie below what the rule takes in whole. */
function isUnder({ pattern }: DnsName, rule: DnsName): boolean {
  const wide = canonical(rule.pattern);
  if (rule.isWithinLabel === true || !/^\*\.[^*]+$/.test(wide)) return false;
  return canonical(pattern).endsWith(wide.slice(1)) && canonical(pattern).length > wide.length;
}

/** Patterns can have a name in common only where the literal ends of both agree. */
function canMeet(one: string, other: string): boolean {
  const [a, b] = [endOf(one), endOf(other)];
  return a.endsWith(b) || b.endsWith(a);
}

function endOf(pattern: string): string {
  return pattern.slice(pattern.lastIndexOf('*') + 1);
}
