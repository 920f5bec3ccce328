ALTER TABLE "recordings" ADD "began_at" INTEGER NULL;
