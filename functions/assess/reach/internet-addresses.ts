import {
  type AddressSet,
  addressesWithout,
  everyIPv4Address,
  parseCidr,
  unionOfAddresses,
} from './algebra/address-set.ts';

/*
 * After the special-purpose address registries of IANA (RFC 6890, RFC 8190): blocks that are not
 * globally reachable. Single addresses in them that a registry lets through, such as anycast
 * addresses of protocols, count as not reachable like their block.
 */

const specialIPv4 = [
  '0.0.0.0/8', // this network, RFC 791
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // shared, RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link-local, RFC 3927
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // IETF protocols, RFC 6890
  '192.0.2.0/24', // documentation, RFC 5737
  '192.88.99.0/24', // 6to4 relays, given up by RFC 7526
  '192.168.0.0/16', // private, RFC 1918
  '198.18.0.0/15', // benchmarks, RFC 2544
  '198.51.100.0/24', // documentation, RFC 5737
  '203.0.113.0/24', // documentation, RFC 5737
  '224.0.0.0/4', // multicast, RFC 5771
  '240.0.0.0/4', // reserved, RFC 1112; limited broadcast, RFC 919
];

const publicIPv6 = [
  '2000::/3', // global unicast, all that is handed out of it (RFC 4291)
  '64:ff9b::/96', // IPv4 addresses behind a translator, RFC 6052
];

const specialIPv6 = [
  '2001::/23', // IETF protocols, RFC 2928; benchmarks, RFC 5180
  '2001:db8::/32', // documentation, RFC 3849
  '2002::/16', // 6to4, RFC 3056: the relays to it are gone, RFC 7526
  '3fff::/20', // documentation, RFC 9637
];

/** The addresses of the internet in both families: whatever is globally reachable. */
export const internetAddresses: AddressSet = unionOfAddresses([
  addressesWithout(everyIPv4Address, blocksOf(specialIPv4)),
  addressesWithout(blocksOf(publicIPv6), blocksOf(specialIPv6)),
]);

function blocksOf(cidrs: readonly string[]): AddressSet {
  return unionOfAddresses(cidrs.map((cidr) => parseCidr(cidr) ?? []));
}
