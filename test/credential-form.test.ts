import { describe, expect, test } from '@jest/globals';
import { credentialForm } from '../functions/snapshot/projections/credential-form.ts';

const letters = (count: number): string => 'aB3dE6gH9'.repeat(99).slice(0, count);
const secretName = 'value of a secret name';

describe('a literal value is a credential by its form, whatever it is called', () => {
  test.each([
    ['AWS access key id', 'AKIAABCDEFGHIJKLMNOP'],
    ['AWS access key id', 'key=ASIAABCDEFGHIJKLMNOP;'],
    ['private key', '-----BEGIN PRIVATE KEY-----\nMII'],
    ['private key', 'x\n-----BEGIN RSA PRIVATE KEY-----\nMII'],
    ['private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['GitHub token', `ghp_${letters(36)}`],
    ['GitHub token', `github_pat_${letters(40)}`],
    ['GitLab token', `glpat-${letters(20)}`],
    ['Slack token', 'xoxb-1234567890-abc'],
    ['Slack webhook', 'https://hooks.slack.com/services/T0001/B0002/abc'],
    ['Stripe secret key', `sk_live_${letters(24)}`],
    ['Google API key', `AIza${letters(35)}`],
    ['JSON Web Token', `eyJ${letters(20)}.eyJ${letters(30)}.${letters(20)}`],
    ['URL with a password', 'postgres://app:hunter2@db:5432/shop'],
    ['URL with a password', 'jdbc:postgresql://db/shop?user=app&password=hunter2'],
    ['basic authentication', 'Basic YXBwOmh1bnRlcjI='],
    ['URL with a password', 'redis://:hunter2@cache'],
    ['URL with a password', 'https://u:$(A)@one, amqp://guest:guest@two'],
  ])('%s: %s', (form, value) => {
    expect(credentialForm('SETTINGS', value)).toBe(form);
  });

  test.each([
    ['the key of the documentation of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['a public key', '-----BEGIN PUBLIC KEY-----'],
    ['a certificate', '-----BEGIN CERTIFICATE-----'],
    ['a publishable key', `pk_live_${letters(24)}`],
    ['a URL without a user', 'https://example.com:8443/a@b'],
    ['a URL with a user alone', 'https://app@example.com'],
    ['a URL without a password', 'postgres://app:@db'],
    ['a URL that Kubernetes fills in', 'postgres://$(USER):$(PASSWORD)@db'],
    ['a URL that a shell fills in', 'postgres://app:$PASSWORD@db'],
    ['a URL that a template fills in', 'postgres://app:{{password}}@db'],
    ['a URL as it is shown', 'postgres://app:****@db'],
    ['an ARN', 'arn:aws:iam::111122223333:role/AKIA'],
    ['nothing', ''],
  ])('it is not: %s', (_, value) => {
    expect(credentialForm('SETTINGS', value)).toBeUndefined();
  });
});

describe('a literal value is a credential by its name', () => {
  test.each([
    ['PASSWORD'],
    ['DB_PASSWORD'],
    ['PGPASSWORD'],
    ['MYSQL_PWD'],
    ['dbPassword'],
    ['spring.datasource.password'],
    ['redis-passphrase'],
    ['CLIENT_SECRET'],
    ['AWS_SECRET_ACCESS_KEY'],
    ['SECRET_KEY_BASE'],
    ['apiKey'],
    ['APIKEY'],
    ['GITHUB_TOKEN'],
    ['SMTP_CREDENTIALS'],
  ])('%s', (name) => {
    expect(credentialForm(name, 'hunter2')).toBe(secretName);
    expect(credentialForm(name, '12345678')).toBe(secretName);
  });

  test.each([
    ['PASSWORD_FILE', 'hunter2'],
    ['TOKEN_URL', 'example.com'],
    ['SECRET_NAME', 'app'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['TOKENS', '4096'],
    ['PWD', 'hunter2'],
    ['KEYBOARD', 'qwerty'],
  ])('but not a name that goes on: %s', (name, value) => {
    expect(credentialForm(name, value)).toBeUndefined();
  });

  test.each([
    ['a file', 'PASSWORD', '/run/secrets/db'],
    ['a file of Windows', 'PASSWORD', 'C:\\secrets\\db.txt'],
    ['a variable', 'TOKEN', '$(REAL_TOKEN)'],
    ['a variable in a text', 'AUTH_TOKEN', 'Bearer $(REAL_TOKEN)'],
    ['a variable of the program', 'TOKEN', `\${REAL_TOKEN:-none}`],
    ['a place holder', 'TOKEN', '<your token>'],
    ['an endpoint', 'API_KEY', 'https://keys.example.com/v1'],
    ['a secret of AWS', 'DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'],
    ['a secret of Vault', 'DB_PASSWORD', 'vault:secret/data/db#password'],
    ['a secret of 1Password', 'DB_PASSWORD', 'op://shop/db/password'],
    ['a switch that is on', 'USE_PASSWORD', 'true'],
    ['a switch that is off', 'MYSQL_ALLOW_EMPTY_PASSWORD', '0'],
    ['a limit', 'MAX_TOKEN', '4096'],
    ['the name of a Secret', 'TLS_SECRET', 'shop-tls'],
    ['nothing but spaces', 'PASSWORD', '  '],
  ])('but not where the value only tells of one: %s', (_, name, value) => {
    expect(credentialForm(name, value)).toBeUndefined();
  });

  test.each([
    ['a key that begins with a slash', 'AWS_SECRET_ACCESS_KEY', `/${letters(39)}`],
    ['a password like an object’s name', 'DB_PASSWORD', 'super-secret'],
    ['a secret that is one word', 'CLIENT_SECRET', 'hunter'],
    ['a password that begins with a dollar', 'DB_PASSWORD', '$ecret'],
    ['a number where none is counted', 'DB_PASSWORD', '4096'],
  ])('nor is it let off for: %s', (_, name, value) => {
    expect(credentialForm(name, value)).toBe(secretName);
  });
});

test.each([
  ['of one letter', 'a'.repeat(1_000_000)],
  ['of schemes', 'a://'.repeat(250_000)],
  ['of users', 'a://b:'.repeat(170_000)],
  ['of tokens that begin', 'eyJ-'.repeat(250_000)],
  ['of tokens that go on', `eyJ${'a-'.repeat(500_000)}`],
  ['of variables that begin', '${'.repeat(500_000)],
  ['of slashes', '/a'.repeat(500_000)],
  ['of words', 'a-'.repeat(500_000)],
  ['of spaces', `a${' '.repeat(1_000_000)}b`],
])('a value of a megabyte is looked through at once: %s', (_, value) => {
  const started = performance.now();
  credentialForm('DB_SECRET', value);
  expect(performance.now() - started).toBeLessThan(2_000);
});
