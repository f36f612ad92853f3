import { Controller, Patch, Post, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { KeyParam } from '../../platform/http/params.js';
import {
  ArchiveGroup,
  ChangeGroupSubjects,
  CreateGroup,
  ReplaceGroup,
  RestoreGroup,
} from '../commands/group-commands.js';
import { groupDocument, type Group } from '../group.js';
import { ChangeGroupSubjectsRequest, CreateGroupRequest, GroupMembersRequest } from './group-requests.js';
import { GroupSchema } from './subject-answers.js';

@ApiTags('groups')
@Controller('v1/groups')
@Allow('manage', 'experimenter', { shared: true })
export class GroupsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Create a group of subjects' })
  @CommandReturns(GroupSchema, 201)
  async create(
    @Context() context: CommandContext,
    @Input(CreateGroupRequest) { key, ...members }: CreateGroupRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new CreateGroup(context, { key, members })), key);
  }

  /** Replaces all members. */
  @Put(':key')
  @ApiOperation({ summary: 'Replace the members of a group' })
  @CommandReturns(GroupSchema)
  async replace(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(GroupMembersRequest) members: GroupMembersRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new ReplaceGroup(context, { key, members })), key);
  }

  /** Adds and removes subjects. */
  @Patch(':key')
  @ApiOperation({ summary: 'Add subjects to a group, or remove them' })
  @CommandReturns(GroupSchema)
  async change(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(ChangeGroupSubjectsRequest) change: ChangeGroupSubjectsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new ChangeGroupSubjects(context, { key, change })), key);
  }

  @Post(':key/archive')
  @ApiOperation({ summary: 'Archive a group' })
  @CommandReturns(GroupSchema)
  async archive(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new ArchiveGroup(context, { key })), key);
  }

  @Post(':key/restore')
  @ApiOperation({ summary: 'Restore an archived group' })
  @CommandReturns(GroupSchema)
  @Allow('manage', 'admin')
  async restore(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.commands.execute(new RestoreGroup(context, { key })), key);
  }
}

const answered = (reply: FastifyReply, handled: Handled<Group | null>, key: string) =>
  answer(reply, handled, key, groupDocument);
