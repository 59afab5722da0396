import { beginNews, endNews } from './news';
import { beginSecretsCheck, endSecretsCheck } from './secrets-check';

/** Around the whole run: what worlds leave behind is looked through when all of them are gone. */
export default function globalSetup(): () => void {
  beginSecretsCheck();
  beginNews();
  return () => {
    endNews();
    endSecretsCheck();
  };
}
