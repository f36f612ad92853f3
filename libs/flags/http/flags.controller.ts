import { Controller, Patch, Post, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandReturns } from '../../event-sourcing/answer.js';
import { Input, InputList } from '../../platform/http/body.js';
import { IdParam, KeyParam } from '../../platform/http/params.js';
import { ArchiveFlag } from '../commands/archive-flag.js';
import { EditFlag } from '../commands/edit-flag.js';
import { CreateFlag, EndPin, ReplaceRules, SwitchFlag } from '../commands/flag-commands.js';
import { RestoreFlag } from '../commands/restore-flag.js';
import { FlagExperiments } from '../flag-experiments.js';
import { FlagAnswers } from './flag-after.js';
import { CreateFlagRequest, EditFlagRequest, RuleRequest, rulesOfRequests } from './flag-requests.js';
import { EditedFlagSchema, FlagAfterPinSchema, FlagSchema } from './flag-answers.js';

@ApiTags('flags')
@Controller('v1/flags')
@Allow('manage', 'experimenter')
export class FlagsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly answers: FlagAnswers,
    private readonly experiments: FlagExperiments,
  ) {}

  @Post()
  @Allow('manage', 'experimenter', { shared: true })
  @ApiOperation({ summary: 'Create a flag' })
  @CommandReturns(FlagSchema, 201)
  async create(
    @Context() context: CommandContext,
    @Input(CreateFlagRequest) body: CreateFlagRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rules = rulesOfRequests(body.rules ?? [], '/rules');
    await this.commands.execute(new CreateFlag(context, { flag: { ...body, rules } }));
    return this.answer(context, body.key, reply);
  }

  @Patch(':key')
  @Allow('manage', 'experimenter', { shared: true })
  @ApiOperation({ summary: 'Change a flag, its default or its variants' })
  @CommandReturns(EditedFlagSchema)
  async edit(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(EditFlagRequest) body: EditFlagRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { default: value, defaultVariant, ...changes } = body;
    const asksDefault = value !== undefined || defaultVariant !== undefined;
    const defaultRequest = asksDefault ? { default: value, defaultVariant } : undefined;
    const { lifted } = await this.commands.execute(new EditFlag(context, { key, changes, defaultRequest }));
    return { ...(await this.answer(context, key, reply)), ...(lifted && { lifted }) };
  }

  /** All rules of the environment, in their order. */
  @Put(':key/rules')
  @ApiOperation({ summary: 'Replace the rules of a flag' })
  @CommandReturns(FlagSchema)
  async replaceRules(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @InputList(RuleRequest) body: readonly RuleRequest[],
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new ReplaceRules(context, { key, rules: rulesOfRequests(body, '') }));
    return this.answer(context, key, reply);
  }

  /** The pin's value becomes the environment's default: this pin and the older ones end. */
  @Post(':key/pins/:experiment/adopt')
  @ApiOperation({ summary: 'Make a pinned value the default, and end the pin' })
  @CommandReturns(FlagAfterPinSchema)
  adoptPin(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @IdParam('experiment') experiment: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.endPin(new EndPin(context, { key, experiment, how: 'adopt' }), reply);
  }

  @Post(':key/pins/:experiment/lift')
  @ApiOperation({ summary: 'End a pin; the flag serves its rules and default again' })
  @CommandReturns(FlagAfterPinSchema)
  liftPin(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @IdParam('experiment') experiment: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.endPin(new EndPin(context, { key, experiment, how: 'lift' }), reply);
  }

  @Post(':key/enable')
  @ApiOperation({ summary: 'Enable a flag' })
  @CommandReturns(FlagSchema)
  async enable(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new SwitchFlag(context, { key, enabled: true }));
    return this.answer(context, key, reply);
  }

  @Post(':key/disable')
  @ApiOperation({ summary: 'Disable a flag; it serves its default' })
  @CommandReturns(FlagSchema)
  async disable(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new SwitchFlag(context, { key, enabled: false }));
    return this.answer(context, key, reply);
  }

  @Post(':key/archive')
  @Allow('manage', 'experimenter', { shared: true })
  @ApiOperation({ summary: 'Archive a flag' })
  @CommandReturns(FlagSchema)
  async archive(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new ArchiveFlag(context, { key }));
    return this.answer(context, key, reply);
  }

  @Post(':key/restore')
  @ApiOperation({ summary: 'Restore an archived flag' })
  @CommandReturns(FlagSchema)
  @Allow('manage', 'admin')
  async restore(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new RestoreFlag(context, { key }));
    return this.answer(context, key, reply);
  }

  private async endPin(command: InstanceType<typeof EndPin>, reply: FastifyReply) {
    const { context, key } = command;
    const { state } = await this.commands.execute(command);
    const pins = await this.experiments.pins(context.environment, state);
    return { ...(await this.answer(context, key, reply)), pins, lifted: state.lifted };
  }

  private answer(context: CommandContext, key: string, reply: FastifyReply) {
    return this.answers.after(context, key, reply);
  }
}
