import { BlockList, isIP } from 'node:net';

type Network = readonly [address: string, prefix: number];

const privateIpv4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const privateIpv6: readonly Network[] = [
  ['::', 128],
  ['::1', 128],
  // IPv6 addresses that embed an IPv4 address would bypass the list above.
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

let lists: { ipv4: BlockList; ipv6: BlockList } | undefined;

/**
 * Created at first use: a cold start rarely needs them. Two lists, because in a common list an IPv6 network of embedded IPv4
 * addresses would match every IPv4 address.
 */
function privateNetworks() {
  lists ??= { ipv4: listOf(privateIpv4, 'ipv4'), ipv6: listOf(privateIpv6, 'ipv6') };
  return lists;
}

function listOf(networks: readonly Network[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, family);
  return list;
}

/** True for a loopback, private or unroutable address; a URL must not lead the server there. */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return privateNetworks().ipv4.check(address, 'ipv4');
    case 6:
      return privateNetworks().ipv6.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Null if a picture may be fetched from `url`, else the reason. Allowed: https to public host names, and the configured origins
 * of the vendors.
 */
export function urlProblem(url: string, configuredOrigins: readonly string[]): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return 'is no URL';
  }
  if (parsed.username !== '' || parsed.password !== '') return 'carries credentials';
  if (configuredOrigins.includes(parsed.origin)) return null;
  if (parsed.protocol !== 'https:') return 'is not https';
  const host = parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isPrivateAddress(host)) return 'points into a private network';
  if (/(^|\.)(localhost|local|internal)$/i.test(host)) return 'points into a private network';
  return null;
}
