namespace Warmpath.Macro.Proxies;

/// <summary>nginx as one would set it up before such an API: bodies read whole and in memory, streams passed on at once, connections kept.</summary>
internal static class Nginx
{
    /// <param name="folder">For its configuration and its temporary files.</param>
    public static Proxy Start(string folder, int upstream)
    {
        var port = Proxy.FreePort();
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes auto;
            worker_rlimit_nofile 20000;
            pid {{folder}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 12000; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                keepalive_requests 1000000000;
                upstream provider {
                    server 127.0.0.1:{{upstream}};
                    keepalive 256;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:{{port}} backlog=4096;
                    client_max_body_size 32m;
                    client_body_buffer_size 2m;
                    location / {
                        proxy_pass http://provider;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_request_buffering on;
                        proxy_buffering off;
                        proxy_read_timeout 600s;
                    }
                }
            }
            """);
        var (process, _) = Proxy.Start("nginx", ["-c", file, "-e", "stderr"], new Dictionary<string, string>());
        Proxy.AwaitPort(process, port);
        return new(process, new("nginx", port, "bench-key-000"));
    }
}
