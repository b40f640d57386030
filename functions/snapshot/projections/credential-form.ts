/**
 * Forms that credentials have by themselves, whatever the variable is called. Each is documented by
 * whoever issues it, and starts with letters that nothing else starts with. Every repetition has an
 * upper bound: a value may be long, and made to be slow to look through.
 */
const forms: readonly (readonly [name: string, form: RegExp])[] = [
  // The keys of AWS's own documentation end in EXAMPLE.
  ['AWS access key id', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}\b/],
  ['private key', /-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY-----/],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ['GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10}/],
  ['Slack webhook', /hooks\.slack\.com\/services\/T[A-Z0-9]{1,20}\/B[A-Z0-9]{1,20}\/\w/],
  ['Stripe secret key', /\b[rs]k_live_[A-Za-z0-9]{16}/],
  ['Google API key', /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/],
  ['JSON Web Token', /\beyJ[A-Za-z0-9_-]{8,600}\.eyJ[A-Za-z0-9_-]{8}/],
];

/** No part takes in a slash, so that each is looked at from one beginning only. */
const urlPassword = /:\/\/[^\s:@/]*:([^\s@/]+)@/g;

/** As drivers of databases take it: `jdbc:postgresql://db/x?user=a&password=b`. */
const queryPassword = /[?&;](?:password|passwd|pwd)=([^&;\s]{1,400})/gi;

/** Names of variables whose literal value is a credential, by their last words. */
const secretName =
  /(?:PASSWORD|PASSWD|PASSPHRASE|APIKEY|(?:^|_)(?:PWD|SECRET|SECRET_KEY|SECRET_KEY_BASE|SECRET_ACCESS_KEY|PRIVATE_KEY|API_KEY|ENCRYPTION_KEY|SIGNING_KEY|TOKEN|CREDENTIALS?))$/;

/** What all of them end in, in any case: few names need to be taken apart into words. */
const lastWord = /(?:password|passwd|passphrase|pwd|secret|key|base|token|credentials?)$/i;

/** Such as `MAX_TOKEN` and `USE_PASSWORD`: names of limits and switches. */
const switchName = /^(?:ALLOW|DISABLE|ENABLE|HAS|IS|MAX|MIN|NUM|REQUIRE|SKIP|USE)_/;

/** Values that say where a credential is, or that there is none. */
const harmless: readonly RegExp[] = [
  /^(?:[01]|true|false|yes|no|on|off|none|null|nil|enabled|disabled|required|optional)?$/i,
  // Kubernetes fills in `$(NAME)`; programs and templates do so with the other forms.
  /\$\([A-Za-z_][\w.-]{0,252}\)|\$\{[^}\s]{1,252}\}|\{\{.{1,252}\}\}/,
  /^<[^<>]{1,80}>$/,
  // A path: no part of one is as long and as mixed as a key that happens to begin with a slash.
  /^(?!.{0,400}[A-Za-z0-9]{24})(?:[A-Za-z]:)?[\\/][\w./\\-]{0,400}$/,
  // URLs, and references such as `vault:secret/data/app#key` or `ref+awssecrets://app`.
  /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s?]{0,400}$/i,
  /^(?:arn:[a-z-]{3,12}|vault|ssm|secretsmanager|file|env):[^\s]{1,400}$/,
];

/** Names of Secrets stand in variables that end like the secret itself. */
const objectName = /^[a-z]{1,30}(?:-[a-z]{1,30}){1,10}$/;

/**
 * The form of credential that a literal value has; undefined for what looks like none. The value is
 * looked at here and nowhere else.
 */
export function credentialForm(name: string, value: string): string | undefined {
  if (value === '') return undefined;
  const known = forms.find(([, form]) => form.test(value));
  if (known !== undefined) return known[0];
  if (hasPasswordInUrl(value)) return 'URL with a password';
  if (/^Basic [A-Za-z0-9+/]{8,400}={0,2}$/.test(value)) return 'basic authentication';
  return isSecretName(name) && !isHarmless(name, value.trim())
    ? 'value of a secret name'
    : undefined;
}

function hasPasswordInUrl(value: string): boolean {
  if (!value.includes('://')) return false;
  return [urlPassword, queryPassword].some((form) =>
    [...value.matchAll(form)].some(([, password = '']) => !isPlaceholder(password)),
  );
}

/** Of a URL in which the password is filled in, or left out as in a text that is shown. */
function isPlaceholder(password: string): boolean {
  return /^(?:\$[({]|\$[A-Z_]+$|%[sv]$|\{|<|\*+$|x+$)/i.test(password);
}

function isSecretName(name: string): boolean {
  if (!lastWord.test(name)) return false;
  const words = wordsOf(name);
  return secretName.test(words) && !/^OLD_?PWD$|^PWD$/.test(words);
}

function isHarmless(name: string, value: string): boolean {
  const words = wordsOf(name);
  return (
    harmless.some((form) => form.test(value)) ||
    (switchName.test(words) && /^\d{1,9}$/.test(value)) ||
    (words.endsWith('SECRET') && objectName.test(value))
  );
}

/** `db.adminPassword` as `DB_ADMIN_PASSWORD`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();
}
