/** Words in capitals that are what they are, and stand for nothing. */
const literals = new Set([
  'ALL',
  'CREATE',
  'DELETE',
  'HTTP',
  'HTTPS',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'TCP',
  'TLS',
  'UDP',
  'UPDATE',
]);

/** Forms that a name in lower case would not have. */
const forms: Readonly<Record<string, string>> = {
  CERTIFICATE_ARN: 'arn:aws:acm:eu-west-1:111122223333:certificate/one',
  CLIENT_CIDR: '198.51.100.0/24',
  DOMAIN: 'shop.example.com',
  VPC_CIDR: '10.0.0.0/16',
};

type Names = Readonly<Record<string, string>>;

/** A snippet with its placeholders filled in: as given, or by a name that they would be filled with. */
export function filledIn(text: string, names: Names = {}): string {
  return text.replace(/(?<![A-Za-z0-9.$-])[A-Z][A-Z0-9]*(_[A-Z0-9]+)*(?![A-Za-z0-9])/g, (word) => {
    if (literals.has(word) || word.length < 3) return word;
    return names[word] ?? forms[word] ?? word.toLowerCase().replaceAll('_', '-');
  });
}
