type Labels = Readonly<Record<string, string>>;

export type LabelQuery = (labels: Labels) => boolean;

const key = '(?<key>[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?)';
const value = '(?<value>([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?)';

const forms = {
  inequality: new RegExp(`^${key}\\s*!=\\s*${value}$`),
  equality: new RegExp(`^${key}\\s*==?\\s*${value}$`),
  set: new RegExp(`^${key}\\s+(?<operator>in|notin)\\s*\\((?<values>[^()]*)\\)$`),
  absence: new RegExp(`^!\\s*${key}$`),
  presence: new RegExp(`^${key}$`),
} as const;

/**
 * A label selector as Kubernetes writes it in a query: `app=web,tier!=db`, `app in (a,b)`, `app`,
 * `!app`. As in a policy, `!=` and `notin` also hold for labels without the key. Undefined where the
 * text is no selector.
 */
export function parseLabelQuery(text: string): LabelQuery | undefined {
  const terms = text.split(/,(?![^()]*\))/).map((term) => parseTerm(term.trim()));
  const known = terms.flatMap((term) => term ?? []);
  if (known.length < terms.length) return undefined;
  return (labels) => known.every((holds) => holds(labels));
}

function parseTerm(term: string): LabelQuery | undefined {
  const equality = forms.equality.exec(term)?.groups;
  if (equality !== undefined) return isOneOf(equality['key'], [equality['value'] ?? '']);
  const inequality = forms.inequality.exec(term)?.groups;
  if (inequality !== undefined) return not(isOneOf(inequality['key'], [inequality['value'] ?? '']));
  const set = forms.set.exec(term)?.groups;
  if (set !== undefined) {
    const values = (set['values'] ?? '').split(',').map((item) => item.trim());
    const holds = isOneOf(set['key'], values);
    return set['operator'] === 'in' ? holds : not(holds);
  }
  const absence = forms.absence.exec(term)?.groups;
  if (absence !== undefined) return not(exists(absence['key']));
  const presence = forms.presence.exec(term)?.groups;
  return presence && exists(presence['key']);
}

function isOneOf(name = '', values: readonly string[] = []): LabelQuery {
  return (labels) => Object.hasOwn(labels, name) && values.includes(labels[name] ?? '');
}

function exists(name = ''): LabelQuery {
  return (labels) => Object.hasOwn(labels, name);
}

function not(holds: LabelQuery): LabelQuery {
  return (labels) => !holds(labels);
}
