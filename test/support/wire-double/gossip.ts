/** Gossip: one node's view of the members of its cluster. */
import type { handleUnaryCall } from '@grpc/grpc-js';
import gossip, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared, { type Empty } from '@eventstore/db-client/generated/shared_pb.js';

/** The states of a node that matter here, with their numbers on the wire. */
export const STATES = { unknown: 2, follower: 6, leader: 8 } as const;
export type NodeState = keyof typeof STATES;

export interface Member {
  readonly host: string;
  readonly port: number;
  readonly state: NodeState;
  readonly alive: boolean;
}

export function handleGossip(members: () => readonly Member[]): handleUnaryCall<Empty, ClusterInfo> {
  return (_call, reply) => reply(null, new gossip.ClusterInfo().setMembersList(members().map(memberInfo)));
}

function memberInfo({ host, port, state, alive }: Member, index: number) {
  const instanceId = new shared.UUID.Structured()
    .setMostSignificantBits('4442639057624777588')
    .setLeastSignificantBits(String(-5343695611122235427n + BigInt(index)));
  return new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setStructured(instanceId))
    .setTimeStamp((BigInt(Date.now()) * 10_000n).toString())
    .setState(STATES[state])
    .setIsAlive(alive)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port));
}
