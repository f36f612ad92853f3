import { Controller, Delete, Inject, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import { answer, answerDeleted, CommandReturns, DeletedReturns, POSITION_HEADER } from '../../event-sourcing/answer.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Input } from '../../platform/http/body.js';
import { IdParam } from '../../platform/http/params.js';
import { Returns } from '../../platform/http/returns.js';
import { derivedId, newId } from '../../platform/ids.js';
import { SealedTexts } from '../../platform/sealed-text.js';
import { conflict } from '../../primitives/refusal.js';
import {
  AddDestination,
  ChangeDestination,
  DisableDestination,
  EnableDestination,
  RemoveDestination,
  RequestDelivery,
  RotateSecret,
} from '../commands/notification-commands.js';
import { destinationDocument } from '../destination.js';
import { newSigningSecret, sealSigning, sealUrl } from '../destination-secrets.js';
import { AddressGuard } from '../sending/address-guard.js';
import {
  AddDestinationRequest,
  ChangeDestinationRequest,
  DEFAULT_OVERLAP_HOURS,
  DEFAULT_PER_MINUTE,
  RotateSecretRequest,
} from './destination-requests.js';
import { DestinationSchema, DestinationWithSecretSchema, RequestedDeliverySchema } from './notification-answers.js';
import { targetOf } from './target.js';

const HOUR_MS = 3_600_000;
const SHOWN_ONCE = 'shown only once';

@ApiTags('notifications')
@Controller('v1/notifications/destinations')
@Allow('manage', 'admin')
export class DestinationsController {
  private readonly guard: AddressGuard;

  constructor(
    private readonly commands: CommandBus,
    private readonly seals: SealedTexts,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.guard = new AddressGuard(config.notifyPrivateNetworks);
  }

  /** The answer alone has the secret that a webhook is signed with. */
  @Post()
  @ApiOperation({ summary: 'Add a destination of notifications' })
  @CommandReturns(DestinationWithSecretSchema, 201)
  async add(
    @Context() context: CommandContext,
    @Input(AddDestinationRequest) body: AddDestinationRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { name, kind, url, to = [], perMinute = DEFAULT_PER_MINUTE } = body;
    if (kind === 'email') this.checkMail();
    const id = context.requestHash === undefined ? newId() : derivedId('destination', context.commandId);
    const signing = kind === 'webhook' ? newSigningSecret() : null;
    const { host, ...sealed } = this.addressOf(id, url) ?? { host: null };
    const secret = { ...sealed, ...(signing !== null && { signing: sealSigning(this.seals, id, signing) }) };
    const destination = { id, name, kind, host, to, perMinute, secret };
    const handled = await this.commands.execute(new AddDestination(context, { destination }));
    return answer(reply, handled, id, (state) => ({
      ...destinationDocument(state),
      ...shown(signing, state.secret.signing === secret.signing),
    }));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a destination' })
  @CommandReturns(DestinationSchema)
  async change(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(ChangeDestinationRequest) { url, ...shownFields }: ChangeDestinationRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { host, ...secret } = this.addressOf(id, url) ?? {};
    const changes = { ...shownFields, ...(host !== undefined && { host, secret }) };
    const handled = await this.commands.execute(new ChangeDestination(context, { id, changes }));
    return answer(reply, handled, id, destinationDocument);
  }

  /** The secret before goes on signing for a while, so that receivers can change over. */
  @Post(':id/rotate-secret')
  @ApiOperation({ summary: "Make a new secret for a webhook's signatures; the answer alone has it" })
  @CommandReturns(DestinationWithSecretSchema)
  async rotate(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(RotateSecretRequest) { overlapHours = DEFAULT_OVERLAP_HOURS }: RotateSecretRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const signing = newSigningSecret();
    const sealed = sealSigning(this.seals, id, signing);
    const previousUntil = new Date(Date.parse(context.at) + overlapHours * HOUR_MS).toISOString();
    const handled = await this.commands.execute(new RotateSecret(context, { id, sealed, previousUntil }));
    return answer(reply, handled, id, (state) => ({
      ...destinationDocument(state),
      ...shown(signing, state.secret.signing === sealed),
    }));
  }

  @Post(':id/disable')
  @ApiOperation({ summary: 'Send nothing more to a destination' })
  @CommandReturns(DestinationSchema)
  async disable(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new DisableDestination(context, { id, because: 'asked' }));
    return answer(reply, handled, id, destinationDocument);
  }

  @Post(':id/enable')
  @ApiOperation({ summary: 'Send to a disabled destination again' })
  @CommandReturns(DestinationSchema)
  async enable(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new EnableDestination(context, { id }));
    return answer(reply, handled, id, destinationDocument);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Remove a destination; rules that name it send to the others' })
  @DeletedReturns()
  async remove(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerDeleted(reply, await this.commands.execute(new RemoveDestination(context, { id })), id);
  }

  /** `GET /v1/notifications/deliveries/:id` says how it went. */
  @Post(':id/test')
  @ApiOperation({ summary: 'Send a test to a destination' })
  @Returns(RequestedDeliverySchema, { status: 202 })
  async test(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const delivery = derivedId('notification test', context.commandId);
    const type = 'destination_test_requested';
    const { position } = await this.commands.execute(new RequestDelivery(context, { id, type, delivery }));
    void reply.header(POSITION_HEADER, position);
    return { delivery, position };
  }

  private addressOf(id: string, text: string | undefined): { readonly host: string; readonly url: string } | undefined {
    if (text === undefined) return undefined;
    const url = targetOf(text, this.guard);
    return { host: url.origin, url: sealUrl(this.seals, id, url.href) };
  }

  private checkMail(): void {
    const { smtpUrl, mailFrom } = this.config;
    if (smtpUrl === undefined || mailFrom === undefined)
      throw conflict('no_mail_server', 'e-mail needs ASSAY_SMTP_URL and ASSAY_MAIL_FROM');
  }
}

/** A retry finds the secret of the first try, which only the first answer had. */
function shown(secret: string | null, isNew: boolean): { readonly secret: string | null; readonly note?: string } {
  if (secret === null) return { secret };
  return isNew ? { secret } : { secret: null, note: SHOWN_ONCE };
}
