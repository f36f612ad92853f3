import type { DeliveryKind } from './event-kinds.js';
import type { Content, Fact } from './occurrence.js';

/** One notification of a message. */
export interface Told {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly content: Content;
}

/** What a message says; `members` are those that a digest gathers. */
export interface Message extends Told {
  readonly members: readonly Told[];
  /** Where people reach the dashboard; undefined: there are no links. */
  readonly publicUrl: string | undefined;
}

/** Members that a text for people lists. */
const LISTED = 20;

const linkOf = ({ path }: Content, publicUrl: string | undefined): string | null =>
  path === null || publicUrl === undefined ? null : publicUrl + path;

/** The body of a webhook: `type`, `timestamp` and `data`, as Standard Webhooks has them. */
export function webhookBody(message: Message): string {
  const { kind, content, members, publicUrl } = message;
  const data = dataOf(message, publicUrl);
  const notifications = members.map((member) => ({ type: member.kind, ...dataOf(member, publicUrl) }));
  return JSON.stringify({
    type: kind,
    timestamp: content.at,
    data: kind === 'digest' ? { ...data, notifications } : data,
  });
}

function dataOf({ id, content }: Told, publicUrl: string | undefined) {
  const { title, facts, severity, at, environment, flag, experiment } = content;
  return { id, title, severity, at, environment, flag, experiment, facts, link: linkOf(content, publicUrl) };
}

const MARKS = { info: '', warning: '⚠️ ', critical: '🚨 ' } as const;

/** A message for Slack and what reads the same. */
export function slackBody(message: Message): string {
  const { content, publicUrl } = message;
  const link = linkOf(content, publicUrl);
  const lines = linesOf(message).map((line) => `• ${escaped(line)}`);
  const title = `${MARKS[content.severity]}*${escaped(content.title)}*`;
  return JSON.stringify({ text: [title, ...lines, ...(link === null ? [] : [`<${link}|Open in Assay>`])].join('\n') });
}

/** Slack reads these three as its own. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const COLOURS = { info: 'Default', warning: 'Warning', critical: 'Attention' } as const;

/** An adaptive card for Teams. */
export function teamsBody(message: Message): string {
  const { content, members, publicUrl } = message;
  const link = linkOf(content, publicUrl);
  const title = {
    type: 'TextBlock',
    text: content.title,
    weight: 'Bolder',
    wrap: true,
    color: COLOURS[content.severity],
  };
  const evidence =
    members.length === 0
      ? { type: 'FactSet', facts: content.facts.map(({ name, value }) => ({ title: name, value })) }
      : {
          type: 'TextBlock',
          text: linesOf(message)
            .map((line) => `- ${line}`)
            .join('\n'),
          wrap: true,
        };
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [title, evidence],
    ...(link !== null && { actions: [{ type: 'Action.OpenUrl', title: 'Open in Assay', url: link }] }),
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  });
}

/** Subject and text of an e-mail. */
export function mailOf(message: Message): { readonly subject: string; readonly text: string } {
  const { content, publicUrl } = message;
  const link = linkOf(content, publicUrl);
  const lines = [content.title, '', ...linesOf(message), `Time: ${content.at}`, ...(link === null ? [] : ['', link])];
  return { subject: `[Assay] ${content.title}`.replaceAll(/\s+/g, ' ').slice(0, 200), text: `${lines.join('\n')}\n` };
}

/** The evidence, or of a digest what it gathers. */
function linesOf({ content, members }: Message): string[] {
  const more = members.length - LISTED;
  return [
    ...content.facts.map(({ name, value }: Fact) => `${name}: ${value}`),
    ...members.slice(0, LISTED).map((member) => member.content.title),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}
