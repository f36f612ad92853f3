import { Module } from '@nestjs/common';
import { SetApproverGroupHandler } from './commands/set-approver-group.js';
import { SetReviewPolicyHandler } from './commands/set-review-policy.js';
import { ReviewsController } from './http/reviews.controller.js';

@Module({ controllers: [ReviewsController], providers: [SetApproverGroupHandler, SetReviewPolicyHandler] })
export class ReviewCommandsModule {}
