import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Attempts } from './attempts.ts';
import { IdentityGuard } from './guard.ts';
import { IdentityController } from './identity.controller.ts';
import { Passwords } from './passwords.ts';
import { SignIn } from './sign-in.ts';
import { Sweep } from './sweep.ts';

@Global()
@Module({
  controllers: [IdentityController],
  providers: [Passwords, Attempts, SignIn, Sweep, { provide: APP_GUARD, useClass: IdentityGuard }],
  exports: [Passwords],
})
export class IdentityModule {}
