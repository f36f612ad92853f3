import { describe, expect, it } from '@jest/globals';
import { mailOf, slackBody, teamsBody, webhookBody, type Message, type Told } from './message.js';

const told: Told = {
  id: 'n1',
  kind: 'guardrail_breached',
  content: {
    title: 'Checkout <!channel> & more: crashed',
    facts: [
      { name: 'Rate', value: '0.25' },
      { name: 'Threshold', value: '0.1' },
    ],
    severity: 'critical',
    at: '2026-01-01T00:00:00.000Z',
    environment: 'production',
    flag: 'checkout',
    experiment: { id: 'e1', key: 'exp', name: 'Checkout' },
    path: '/experiments/e1',
  },
};
const message: Message = { ...told, members: [], publicUrl: 'https://assay.example.org' };
const digest: Message = {
  id: 'd1',
  kind: 'digest',
  content: { ...told.content, title: '30 notifications at once', facts: [], experiment: null, flag: null, path: null },
  members: Array.from({ length: 30 }, (_, index) => ({ ...told, id: `n${index}` })),
  publicUrl: undefined,
};

describe('a message', () => {
  it('to a webhook has type, timestamp and data', () => {
    const { path: _, ...shown } = told.content;
    expect(JSON.parse(webhookBody(message))).toEqual({
      type: 'guardrail_breached',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: { id: 'n1', ...shown, link: 'https://assay.example.org/experiments/e1' },
    });
  });

  it('to a webhook, if it is a digest, has all that it gathers, each with its own id and type', () => {
    const { type, data } = JSON.parse(webhookBody(digest));
    expect(type).toBe('digest');
    expect(data.notifications).toHaveLength(30);
    expect(data.notifications[3]).toMatchObject({ id: 'n3', type: 'guardrail_breached', link: null });
  });

  it('to Slack says nothing that Slack would read as a command', () => {
    const { text } = JSON.parse(slackBody(message));
    expect(text.split('\n')).toEqual([
      '🚨 *Checkout &lt;!channel&gt; &amp; more: crashed*',
      '• Rate: 0.25',
      '• Threshold: 0.1',
      '<https://assay.example.org/experiments/e1|Open in Assay>',
    ]);
    expect(JSON.parse(slackBody(digest)).text.split('\n')).toHaveLength(1 + 20 + 1);
  });

  it('to Teams is a card with the evidence', () => {
    const [{ contentType, content }] = JSON.parse(teamsBody(message)).attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content.body[1].facts).toEqual([
      { title: 'Rate', value: '0.25' },
      { title: 'Threshold', value: '0.1' },
    ]);
    expect(content.actions[0].url).toBe('https://assay.example.org/experiments/e1');
    expect(JSON.parse(teamsBody(digest)).attachments[0].content.body[1].text).toContain('and 10 more');
  });

  it('as e-mail has a subject of one line', () => {
    const { subject, text } = mailOf({ ...message, content: { ...told.content, title: 'a\r\nBcc: b@example.org' } });
    expect(subject).toBe('[Assay] a Bcc: b@example.org');
    expect(text).toContain('Rate: 0.25\n');
    expect(text).toContain('https://assay.example.org/experiments/e1');
  });
});
