import { createTransport, type Transporter } from 'nodemailer';
import { mailOf, type Message } from '../message.js';

const SHOWN_CHARACTERS = 500;

/** Where mail goes and whom it is from. */
export interface MailSettings {
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
}

/** Sends e-mail by the configured server, a connection for each. */
export class Mailer {
  private readonly transport: Transporter | undefined;

  constructor(
    private readonly settings: MailSettings,
    timeoutMs: number,
  ) {
    const { smtpUrl, mailFrom } = settings;
    if (smtpUrl === undefined || mailFrom === undefined) return;
    this.transport = createTransport({
      url: smtpUrl,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** @returns the server's answer @throws Error if the server does not take it, or there is none */
  async send(to: readonly string[], message: Message): Promise<string> {
    if (!this.transport) throw new Error('e-mail needs ASSAY_SMTP_URL and ASSAY_MAIL_FROM');
    const from = this.settings.mailFrom ?? '';
    const { subject, text } = mailOf(message);
    // The same on every attempt, so that mail programs know a repetition.
    const messageId = `<${message.id}@${from.slice(from.indexOf('@') + 1)}>`;
    const sender = { name: 'Assay', address: from };
    const sent: unknown = await this.transport.sendMail({ from: sender, to: [...to], subject, text, messageId });
    const { response = '' } = sent as { readonly response?: string };
    return response.slice(0, SHOWN_CHARACTERS);
  }

  close(): void {
    this.transport?.close();
  }
}
